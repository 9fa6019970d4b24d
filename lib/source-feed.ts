/** Asks for sources one after the other, and can do something else while the next one takes its time. */
export class SourceFeed<Source> {
  readonly #iterator: Iterator<Source> | AsyncIterator<Source>
  #arrived: IteratorResult<Source> | undefined
  #arrival: Promise<void> | undefined
  #isOver = false
  #failure: { reason: unknown } | undefined

  constructor(sources: Iterable<Source> | AsyncIterable<Source>) {
    this.#iterator =
      Symbol.asyncIterator in sources ? sources[Symbol.asyncIterator]() : sources[Symbol.iterator]()
  }

  /** Whether there are no more, be it that the feed failed. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** Settles when the source that is awaited is there, or will never be. `undefined` if none is awaited. */
  get arrival(): Promise<void> | undefined {
    return this.#arrival
  }

  /** The next source, if it is there at once; else there is an `arrival` to wait for, or the feed is over. */
  take(): { source: Source } | undefined {
    if (this.#isOver || this.#arrival) return undefined
    if (!this.#arrived) this.#ask()
    const arrived = this.#arrived
    this.#arrived = undefined
    if (!arrived?.done) return arrived && { source: arrived.value }
    this.#isOver = true
    return undefined
  }

  #ask(): void {
    try {
      const answer = this.#iterator.next()
      if ('then' in answer) this.#arrival = this.#await(answer)
      else this.#arrived = answer
    } catch (error) {
      this.#fail(error)
    }
  }

  async #await(answer: Promise<IteratorResult<Source>>): Promise<void> {
    try {
      this.#arrived = await answer
    } catch (error) {
      this.#fail(error)
    } finally {
      this.#arrival = undefined
    }
  }

  #fail(reason: unknown): void {
    this.#failure = { reason }
    this.#isOver = true
  }

  /** @throws Whatever the sources threw. */
  throwFailure(): void {
    if (this.#failure) throw this.#failure.reason
  }

  /** Tells the sources that nobody asks for more. Does not wait for a source that may never come. */
  async stop(): Promise<void> {
    if (this.#isOver) return
    this.#isOver = true
    const stopped = this.#iterator.return?.()
    if (this.#arrival) Promise.resolve(stopped).catch(() => undefined)
    else await stopped
  }
}
