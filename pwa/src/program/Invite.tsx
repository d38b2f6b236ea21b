import { PageHead } from '../ui/PageHead'
import { Empty } from '../ui/States'
import { words } from '../ui/words'

export function Invite() {
  const { title, nothing } = words.value.invite
  return (
    <>
      <PageHead title={title} back="/people" />
      <Empty icon="person">{nothing}</Empty>
    </>
  )
}
