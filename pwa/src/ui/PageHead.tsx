import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { ButtonLink } from './Button'
import { pressing } from './pressing'
import { words } from './words'

interface PageHeadProps {
  title: string
  sub?: ComponentChildren
  /** Where the back button leads; none without it. */
  back?: string
  /** False only on the help page itself. */
  help?: boolean
  /** What the browser calls the page, where the title is a person's name: tabs and the history are read by others. */
  tab?: string
}

/** The top of every page: what it is, and Help. */
export function PageHead({ title, sub, back, help = true, tab = title }: PageHeadProps) {
  const count = pressing.value > 0 ? `(${pressing.value}) ` : ''
  useEffect(() => {
    document.title = `${count}${tab} · ${words.value.name}`
  }, [tab, count])
  return (
    <header class="head">
      {back && <span class="back"><ButtonLink kind="bare" icon="back" href={back} label={words.value.go.back} /></span>}
      <div class="grow">
        <h1 tabIndex={-1}>{title}</h1>
        {sub && <small>{sub}</small>}
      </div>
      {help && <span class="noprint"><ButtonLink kind="soft" icon="phone" href="/help">{words.value.go.help}</ButtonLink></span>}
    </header>
  )
}
