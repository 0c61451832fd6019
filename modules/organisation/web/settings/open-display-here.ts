import { request } from '@guichet/kit/api'
import { claimPairing, pairDevice, requestPairing } from '@guichet/platform/auth-contract'

/**
 * Makes this browser a display in one gesture: it asks for a code, adopts it and fetches its key, as two
 * machines would. The tab is opened first, because a browser allows that only during the press itself.
 */
export async function openDisplayHere(site_id: string, name: string): Promise<void> {
  const tab = window.open('', '_blank')
  try {
    const { code, secret } = await request(requestPairing)
    await request(pairDevice, { body: { code, site_id, kind: 'display', name } })
    await request(claimPairing, { params: { code }, body: { secret } })
    if (tab) tab.location.href = '/device'
    else location.assign('/device')
  } catch (error) {
    tab?.close()
    throw error
  }
}
