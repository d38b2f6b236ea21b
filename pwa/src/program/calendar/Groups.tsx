import { useState } from 'preact/hooks'
import { Desk, Work } from '../../review/Desk'
import { Trouble } from '../../review/Loaded'
import type { GroupWithMembers, StaffCalendar } from '../../shared/wire'
import type { Day } from '../../sessions/days'
import { Button } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { PageHead } from '../../ui/PageHead'
import { Sheet } from '../../ui/Sheet'
import { Empty } from '../../ui/States'
import { GroupForm } from './GroupForm'
import { isIn } from './members'
import { todayIn, useAhead } from './useCalendar'
import { words } from './words'

/** The groups of the program, and who is in them. */
export function Groups() {
  const fetched = useAhead()
  const [editing, setEditing] = useState<GroupWithMembers | 'new' | undefined>()
  const [news, setNews] = useState('')
  const said = words.value.groups
  const { body } = fetched
  const done = (name: string) => {
    setNews(said.saved(name))
    setEditing(undefined)
    fetched.reload()
  }
  return (
    <Desk head={<><PageHead title={said.title} back="/schedule" /><Trouble fetched={fetched} /></>}>
      {body && (
        <Work>
          <p class="quiet">{said.lead}</p>
          <div><Button icon="plus" onTap={() => setEditing('new')}>{said.make}</Button></div>
          <p role="status" class="news">{news}</p>
          <All calendar={body} onEdit={setEditing} />
          <Sheet open={editing !== undefined} onClose={() => setEditing(undefined)} title={editing === 'new' ? said.make : editing ? said.changeNamed(editing.name) : ''}>
            {editing && <GroupForm calendar={body} group={editing === 'new' ? undefined : editing} onDone={done} />}
          </Sheet>
        </Work>
      )}
    </Desk>
  )
}

function All({ calendar: { groups, staff, zone }, onEdit }: { calendar: StaffCalendar; onEdit: (group: GroupWithMembers) => void }) {
  const said = words.value.groups
  if (groups.length === 0) return <Empty icon="people">{said.none}</Empty>
  return (
    <Card>
      <ul class="plain lines-list">
        {groups.map((group) => (
          <li key={group.id} class="schedule">
            <span class="grow">
              <strong>{group.name}</strong>
              <br />
              <small>{aboutOf(group, staff, todayIn(zone))}</small>
            </span>
            <Button kind="bare" label={said.changeNamed(group.name)} onTap={() => onEdit(group)}>{said.change}</Button>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function aboutOf({ lead, members, others }: GroupWithMembers, staff: StaffCalendar['staff'], today: Day): string {
  const said = words.value.groups
  const leader = staff.find(({ id }) => id === lead)?.name
  return [leader ? said.ledBy(leader) : said.noLead, said.members(members.filter(isIn(today)).length), others > 0 ? said.others(others) : ''].filter(Boolean).join(' · ')
}
