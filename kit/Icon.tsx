import type { ComponentType, SVGProps } from 'react'
import activity from 'lucide-react/icons/activity'
import arrow_left from 'lucide-react/icons/arrow-left'
import arrow_right from 'lucide-react/icons/arrow-right'
import bell from 'lucide-react/icons/bell'
import building from 'lucide-react/icons/building-2'
import calendar from 'lucide-react/icons/calendar-clock'
import camera from 'lucide-react/icons/camera'
import chart from 'lucide-react/icons/chart-column'
import check from 'lucide-react/icons/check'
import chevron_down from 'lucide-react/icons/chevron-down'
import chevron_left from 'lucide-react/icons/chevron-left'
import chevron_right from 'lucide-react/icons/chevron-right'
import close from 'lucide-react/icons/x'
import clock from 'lucide-react/icons/clock'
import copy from 'lucide-react/icons/copy'
import desk from 'lucide-react/icons/monitor'
import door from 'lucide-react/icons/door-open'
import download from 'lucide-react/icons/download'
import edit from 'lucide-react/icons/pencil'
import error from 'lucide-react/icons/circle-alert'
import external from 'lucide-react/icons/external-link'
import eye from 'lucide-react/icons/eye'
import eye_off from 'lucide-react/icons/eye-off'
import file from 'lucide-react/icons/file-text'
import folder from 'lucide-react/icons/folder'
import forbidden from 'lucide-react/icons/ban'
import globe from 'lucide-react/icons/globe'
import hand from 'lucide-react/icons/hand'
import help from 'lucide-react/icons/circle-help'
import history from 'lucide-react/icons/history'
import home from 'lucide-react/icons/house'
import info from 'lucide-react/icons/info'
import key from 'lucide-react/icons/key-round'
import language from 'lucide-react/icons/languages'
import list from 'lucide-react/icons/list'
import loader from 'lucide-react/icons/loader-circle'
import lock from 'lucide-react/icons/lock'
import mail from 'lucide-react/icons/mail'
import megaphone from 'lucide-react/icons/megaphone'
import menu from 'lucide-react/icons/menu'
import message from 'lucide-react/icons/message-square'
import minus from 'lucide-react/icons/minus'
import moon from 'lucide-react/icons/moon'
import more from 'lucide-react/icons/ellipsis'
import offline from 'lucide-react/icons/wifi-off'
import palette from 'lucide-react/icons/palette'
import pause from 'lucide-react/icons/pause'
import phone from 'lucide-react/icons/phone'
import pin from 'lucide-react/icons/map-pin'
import play from 'lucide-react/icons/play'
import plus from 'lucide-react/icons/plus'
import printer from 'lucide-react/icons/printer'
import qr from 'lucide-react/icons/qr-code'
import recall from 'lucide-react/icons/rotate-ccw'
import refresh from 'lucide-react/icons/refresh-cw'
import search from 'lucide-react/icons/search'
import settings from 'lucide-react/icons/settings'
import sign_out from 'lucide-react/icons/log-out'
import sliders from 'lucide-react/icons/sliders-horizontal'
import sound from 'lucide-react/icons/volume-2'
import sound_off from 'lucide-react/icons/volume-x'
import star from 'lucide-react/icons/star'
import success from 'lucide-react/icons/circle-check'
import sun from 'lucide-react/icons/sun'
import tablet from 'lucide-react/icons/tablet'
import ticket from 'lucide-react/icons/ticket'
import transfer from 'lucide-react/icons/arrow-right-left'
import trash from 'lucide-react/icons/trash-2'
import tv from 'lucide-react/icons/tv'
import undo from 'lucide-react/icons/undo-2'
import upload from 'lucide-react/icons/upload'
import user from 'lucide-react/icons/circle-user-round'
import user_absent from 'lucide-react/icons/user-round-x'
import user_check from 'lucide-react/icons/user-round-check'
import user_plus from 'lucide-react/icons/user-plus'
import users from 'lucide-react/icons/users'
import warning from 'lucide-react/icons/triangle-alert'

const icons = {
  activity,
  arrow_left,
  arrow_right,
  bell,
  building,
  calendar,
  camera,
  chart,
  check,
  chevron_down,
  chevron_left,
  chevron_right,
  clock,
  close,
  copy,
  desk,
  door,
  download,
  edit,
  error,
  external,
  eye,
  eye_off,
  file,
  folder,
  forbidden,
  globe,
  hand,
  help,
  history,
  home,
  info,
  key,
  language,
  list,
  loader,
  lock,
  mail,
  megaphone,
  menu,
  message,
  minus,
  moon,
  more,
  offline,
  palette,
  pause,
  phone,
  pin,
  play,
  plus,
  printer,
  qr,
  recall,
  refresh,
  search,
  settings,
  sign_out,
  sliders,
  sound,
  sound_off,
  star,
  success,
  sun,
  tablet,
  ticket,
  transfer,
  trash,
  tv,
  undo,
  upload,
  user,
  user_absent,
  user_check,
  user_plus,
  users,
  warning,
} satisfies Record<string, ComponentType<SVGProps<SVGSVGElement> & { size?: number | string }>>

export type IconName = keyof typeof icons

/** A picture beside words, never instead of them: it is hidden from screen readers. */
export function Icon({
  name,
  size = 18,
  className = '',
}: {
  name: IconName
  size?: number
  className?: string
}) {
  const Drawing = icons[name] ?? icons.list
  return <Drawing size={size} strokeWidth={1.75} aria-hidden="true" className={`shrink-0 ${className}`} />
}
