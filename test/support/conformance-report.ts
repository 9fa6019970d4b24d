/** What a file does otherwise than [MS-OXMSG] says: the section, where in the file, and what is wrong. */
export class ConformanceReport {
  readonly problems: string[] = []

  /** Notes a problem unless the condition holds. */
  demand(condition: boolean, section: string, where: string, problem: string): void {
    if (!condition) this.problems.push(`${section} ${where}: ${problem}`)
  }
}
