/** Pure: what was said earlier than it was sent, on a phone without a network or for an earlier time. */
interface Sent {
  answered_at: string
  received_at: string
}

const AN_HOUR = 3_600_000

/** Milliseconds from when it was said to when it came. */
export const onItsWay = ({ answered_at, received_at }: Sent): number => Date.parse(received_at) - Date.parse(answered_at)

/** So long that whoever reads when it was said also wants to know when it came. */
export const isHeldUp = (sent: Sent): boolean => onItsWay(sent) >= AN_HOUR
