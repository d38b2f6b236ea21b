/** What somebody typed, pasted or opened, as a code: a whole link too. The server forgives the rest. */
export function codeIn(text: string): string {
  const typed = (text.includes('#') ? text.slice(text.lastIndexOf('#') + 1) : text).replace(/[^\p{L}\p{N}]/gu, '').toUpperCase()
  return typed.match(/.{1,4}/g)?.join('-') ?? ''
}
