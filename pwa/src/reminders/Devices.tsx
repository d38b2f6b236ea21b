import { PageHead } from '../ui/PageHead'
import { Empty } from '../ui/States'
import { words } from '../ui/words'

export function Devices() {
  const { title, nothing } = words.value.devices
  return (
    <>
      <PageHead title={title} back="/me" />
      <Empty icon="phone">{nothing}</Empty>
    </>
  )
}
