/** As deep as browsers make elements: '...' stands for deeper ones, and what is in them. */
const mostDepth = 512

/**
 * The text of HTML, for those who do not see it.
 * @param width Where lines are broken; `false` for nowhere.
 */
export async function htmlToPlainText(html: string, width: number | false): Promise<string> {
  const { convert } = await import('html-to-text')
  return convert(html, { wordwrap: width, limits: { maxDepth: mostDepth, maxInputLength: Infinity } })
}
