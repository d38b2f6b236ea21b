import type { ComponentChildren } from 'preact'
import { Card } from '../ui/Card'

export const Panel = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <Card labelledBy="reminders">
    <h2 id="reminders">{title}</h2>
    {children}
  </Card>
)
