/** Listeners of one kind of news. A listener that throws does not keep the others from hearing. */
export class Emitter<T> {
  readonly #listeners = new Set<(news: T) => void>()

  /** @returns ends it */
  on(listener: (news: T) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  emit(news: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(news)
      } catch (error) {
        console.error(error)
      }
    }
  }
}
