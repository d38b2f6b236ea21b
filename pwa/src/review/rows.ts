/** Moves the focus from row to row: each row is a link marked `data-row` with what it is about. */
export function moveIn(list: HTMLElement, by: 1 | -1, from: string | undefined): void {
  const links = [...list.querySelectorAll<HTMLElement>('[data-row]')]
  const at = links.findIndex(({ dataset }) => dataset['row'] === from)
  const next = at === -1 ? links[0] : links[Math.min(Math.max(at + by, 0), links.length - 1)]
  next?.focus()
}
