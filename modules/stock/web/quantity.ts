import { useFormats, useText } from '@guichet/kit/texts'

/** "12 pièces", "1,25 kg": a quantity with its unit. */
export function useQuantity(): (quantity: number, unit: string) => string {
  const text = useText('stock')
  const formats = useFormats()
  return (quantity, unit) =>
    `${formats.number(quantity)} ${text(`unit.${unit}`, { count: Math.abs(quantity) })}`
}
