/** Whether this browser can be told anything while no page is open. */
export const takesPush = (): boolean => 'serviceWorker' in navigator && 'PushManager' in window

interface Subscribed {
  endpoint: string
  keys: { p256dh: string; auth: string }
}

/** Asks the person, then the browser's push service. @returns null when either says no */
export async function subscribeBrowser(key: string): Promise<Subscribed | null> {
  try {
    if ((await Notification.requestPermission()) !== 'granted') return null
    const worker = await navigator.serviceWorker.ready
    const subscription = await worker.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: key,
    })
    const { endpoint, keys } = subscription.toJSON()
    return endpoint && keys?.p256dh && keys.auth
      ? { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } }
      : null
  } catch {
    return null // blocked by the browser or its settings
  }
}
