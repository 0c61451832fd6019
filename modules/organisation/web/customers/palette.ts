import { request } from '@guichet/kit/api'
import { type Found, registerSearch } from '@guichet/kit/command-palette'
import { formatsFor } from '@guichet/kit/formats'
import { placeOf, tenantInPath } from '@guichet/kit/link'
import { listCustomers } from '../../contract.ts'

/** People by name or telephone number in Ctrl+K; whoever may not see them is refused, and finds nobody. */
export function registerCustomerSearch(): void {
  registerSearch('organisation', async (written): Promise<readonly Found[]> => {
    const search = written.replace(/^@\s*/, '')
    if (!tenantInPath() || search.length < 2 || /^[>#]/.test(search)) return []
    const { items } = await request(listCustomers, { query: { search, limit: 5 } })
    return items.map(({ id, name, phone }) => ({
      id: `customer-${id}`,
      label: name,
      icon: 'user',
      note: phone ? formatsFor('fr').phone(phone) : undefined,
      words: search,
      run: () => location.assign(placeOf(`/clients/${id}`)),
    }))
  })
}
