import { PageHead } from '../ui/PageHead'
import { Empty } from '../ui/States'
import { words } from '../ui/words'

export function CheckIn() {
  const { title, nothing } = words.value.checkin
  return (
    <>
      <PageHead title={title} back="/" />
      <Empty icon="check">{nothing}</Empty>
    </>
  )
}
