import type { ComponentChildren } from 'preact'
import { Card } from '../../ui/Card'

interface PartProps {
  id: string
  title: string
  outcome?: string
  children: ComponentChildren
}

/** One idea, and what has become of what was chosen there. */
export const Part = ({ id, title, outcome, children }: PartProps) => (
  <Card labelledBy={id}>
    <h2 id={id}>{title}</h2>
    {children}
    <p role="status" class="outcome quiet">{outcome}</p>
  </Card>
)
