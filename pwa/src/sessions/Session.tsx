import { PageHead } from '../ui/PageHead'
import { Empty } from '../ui/States'
import { words } from '../ui/words'

export function Session() {
  const { title, missing } = words.value.session
  return (
    <>
      <PageHead title={title} back="/calendar" />
      <Empty icon="calendar">{missing}</Empty>
    </>
  )
}
