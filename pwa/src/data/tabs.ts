/** Other tabs of the app show whoever was signed in before: they have to start anew. */

let channel: BroadcastChannel | undefined

/** One for telling and hearing: a channel hears every other one, also of its own tab. */
const ours = (): BroadcastChannel => (channel ??= new BroadcastChannel('daymark-device'))

export const tellTabs = (): void => ours().postMessage('changed')

/** Calls back when another tab has signed somebody in or out. */
export const onOtherTab = (heard: () => void): void => void (ours().onmessage = heard)
