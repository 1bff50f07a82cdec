import type { RowSeal } from './rowSeal.ts'

const te = new TextEncoder()

/** For tests: opens only under the label it was sealed under, and hides nothing. */
export const testSeal: RowSeal = {
  seal: (label, plain) => Uint8Array.from([...te.encode(label), 0, ...plain]),
  open: (label, sealed) => {
    const head = Uint8Array.from([...te.encode(label), 0])
    return head.every((byte, i) => sealed[i] === byte) ? sealed.slice(head.length) : null
  },
}
