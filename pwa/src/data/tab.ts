/** What a tab keeps until it is closed, also where it is loaded anew: how a page was left. It goes with whoever signs out. */

/** Browsers that keep nothing throw here. */
export function inTab(name: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? 'null')
  } catch {
    return null
  }
}

export function keepInTab(name: string, value: unknown): void {
  try {
    sessionStorage.setItem(name, JSON.stringify(value))
  } catch {
    // Then it holds until the page is loaded anew.
  }
}

export function forgetTab(): void {
  try {
    sessionStorage.clear()
  } catch {
    // Nothing was kept.
  }
}
