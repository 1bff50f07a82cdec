/** Words for screen readers only: what a drag or a key has done. One per window. */
export class Announcer {
  text = $state('')

  /** @param text a whole sentence */
  say(text: string): void {
    // The same words twice in a row are read twice only if the text differs.
    this.text = this.text === text ? `${text}\u00a0` : text
  }
}
