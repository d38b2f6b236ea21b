import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'

/** After each vain try the focus goes to the first field that something is wrong with. */
export function useFirstWrong(form: RefObject<HTMLFormElement | null>, tries: number): void {
  useLayoutEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"], fieldset[aria-describedby] input')?.focus()
  }, [tries])
}
