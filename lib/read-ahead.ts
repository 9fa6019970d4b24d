// So that a session need not wait between two messages for whoever uses them.
const most = 16
// One is read while another one is used.
const fewest = 2
// Of what a session has read and nobody has taken yet, in bytes.
const budget = 64 * 1024 * 1024

/** Decides how many messages each session reads ahead of whoever takes the results: fewer where they are large. */
export class ReadAhead {
  // Not many until something is known of them.
  #expectedSize = budget / 4

  get count(): number {
    return Math.min(most, Math.max(fewest, Math.floor(budget / this.#expectedSize)))
  }

  /** Reckons with large messages at once, and with small ones after some of them. */
  learn(size: number): void {
    this.#expectedSize = Math.max(size, (this.#expectedSize + size) / 2)
  }
}
