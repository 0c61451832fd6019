import type { ComponentType, SVGProps } from 'react'
import baby from 'lucide-react/icons/baby'
import banknote from 'lucide-react/icons/banknote'
import briefcase from 'lucide-react/icons/briefcase'
import bus from 'lucide-react/icons/bus'
import calculator from 'lucide-react/icons/calculator'
import calendar from 'lucide-react/icons/calendar'
import car from 'lucide-react/icons/car'
import clipboard_list from 'lucide-react/icons/clipboard-list'
import file_check from 'lucide-react/icons/file-check'
import file_plus from 'lucide-react/icons/file-plus'
import file_text from 'lucide-react/icons/file-text'
import folder_check from 'lucide-react/icons/folder-check'
import graduation_cap from 'lucide-react/icons/graduation-cap'
import hammer from 'lucide-react/icons/hammer'
import heart_handshake from 'lucide-react/icons/heart-handshake'
import house from 'lucide-react/icons/house'
import id_card from 'lucide-react/icons/id-card'
import info from 'lucide-react/icons/info'
import landmark from 'lucide-react/icons/landmark'
import mail from 'lucide-react/icons/mail'
import map from 'lucide-react/icons/map'
import message from 'lucide-react/icons/message-square-warning'
import box from 'lucide-react/icons/package'
import phone from 'lucide-react/icons/phone'
import pill from 'lucide-react/icons/pill'
import printer from 'lucide-react/icons/printer'
import rocket from 'lucide-react/icons/rocket'
import again from 'lucide-react/icons/rotate-ccw'
import ruler from 'lucide-react/icons/ruler'
import scale from 'lucide-react/icons/scale'
import scan from 'lucide-react/icons/scan'
import scroll_text from 'lucide-react/icons/scroll-text'
import shopping_bag from 'lucide-react/icons/shopping-bag'
import stamp from 'lucide-react/icons/stamp'
import stethoscope from 'lucide-react/icons/stethoscope'
import syringe from 'lucide-react/icons/syringe'
import test_tube from 'lucide-react/icons/test-tube'
import ticket from 'lucide-react/icons/ticket'
import truck from 'lucide-react/icons/truck'
import users from 'lucide-react/icons/users'
import wallet from 'lucide-react/icons/wallet'
import wrench from 'lucide-react/icons/wrench'

const drawings: Readonly<
  Record<string, ComponentType<SVGProps<SVGSVGElement> & { size?: number | string }>>
> = {
  ticket,
  info,
  users,
  'file-text': file_text,
  'file-check': file_check,
  'file-plus': file_plus,
  'folder-check': folder_check,
  'clipboard-list': clipboard_list,
  'scroll-text': scroll_text,
  stamp,
  'id-card': id_card,
  landmark,
  scale,
  map,
  house,
  'heart-handshake': heart_handshake,
  'graduation-cap': graduation_cap,
  wallet,
  banknote,
  calculator,
  briefcase,
  rocket,
  'message-square-warning': message,
  phone,
  mail,
  calendar,
  printer,
  car,
  truck,
  bus,
  wrench,
  hammer,
  ruler,
  'rotate-ccw': again,
  'shopping-bag': shopping_bag,
  package: box,
  stethoscope,
  syringe,
  'test-tube': test_tube,
  pill,
  scan,
  baby,
}

export const serviceIcons: readonly string[] = Object.keys(drawings)

/** The picture of a service, beside its name: hidden from screen readers. */
export function ServiceIcon({
  name,
  size = 20,
  className = '',
}: {
  name: string | null
  size?: number
  className?: string
}) {
  const Drawing = drawings[name ?? ''] ?? ticket
  return <Drawing size={size} strokeWidth={1.75} aria-hidden="true" className={`shrink-0 ${className}`} />
}
