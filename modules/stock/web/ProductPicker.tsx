import { request } from '@guichet/kit/api'
import { ComboBox } from '@guichet/kit/form'
import { useFormats, useText } from '@guichet/kit/texts'
import { useEffect, useState } from 'react'
import { listProducts, type ProductRow } from '../catalogue/contract.ts'

interface ProductPickerProps {
  label: string
  hint?: string
  onPick: (product: ProductRow) => void
  /** Picking again starts from an empty field. */
  again?: boolean
}

/** Finds a product by name, reference or barcode, asking the server while one types. */
export function ProductPicker({ label, hint, onPick, again = true }: ProductPickerProps) {
  const text = useText('stock')
  const formats = useFormats()
  const [sought, seek] = useState('')
  const [found, setFound] = useState<readonly ProductRow[]>([])
  const [times, setTimes] = useState(0)
  useEffect(() => {
    let current = true
    const timer = setTimeout(() => {
      void request(listProducts, { query: { limit: 20, ...(sought.trim() && { search: sought.trim() }) } })
        .then(({ items }) => current && setFound(items))
        .catch(() => current && setFound([]))
    }, 200)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [sought])
  return (
    <ComboBox
      key={times}
      label={label}
      hint={hint}
      isRequired
      options={found.map((product) => ({
        value: product.id,
        label: product.name,
        note: text('picker.note', { sku: product.sku, on_hand: formats.number(product.on_hand) }),
      }))}
      value={null}
      onSearch={seek}
      onChange={(id) => {
        const product = found.find((one) => one.id === id)
        if (!product) return
        onPick(product)
        if (again) setTimes(times + 1)
        seek('')
      }}
    />
  )
}
