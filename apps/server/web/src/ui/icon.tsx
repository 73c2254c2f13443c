import {
  ArrowDown,
  ArrowUp,
  AudioLines,
  Boxes,
  Braces,
  Check,
  ChevronDown,
  ChevronRight,
  CircleStop,
  Clapperboard,
  Copy,
  Download,
  Ellipsis,
  FileText,
  GitBranch,
  Image,
  KeyRound,
  LayoutDashboard,
  ListTree,
  LogOut,
  Menu,
  MessageSquare,
  Mic,
  Monitor,
  Moon,
  Paperclip,
  Pencil,
  Play,
  Plus,
  RefreshCw,
  Search,
  Settings2,
  SquarePen,
  Star,
  Sun,
  Trash2,
  TriangleAlert,
  Video,
  Wrench,
  X,
  Zap,
  Brain,
  Pause,
} from "lucide";
import type { JSX } from "preact";

const ICONS = {
  down: ArrowDown,
  up: ArrowUp,
  speech: AudioLines,
  models: Boxes,
  code: Braces,
  check: Check,
  chevron: ChevronDown,
  next: ChevronRight,
  stop: CircleStop,
  videos: Clapperboard,
  copy: Copy,
  download: Download,
  more: Ellipsis,
  file: FileText,
  branch: GitBranch,
  images: Image,
  keys: KeyRound,
  dashboard: LayoutDashboard,
  requests: ListTree,
  leave: LogOut,
  menu: Menu,
  chat: MessageSquare,
  mic: Mic,
  auto: Monitor,
  dark: Moon,
  attach: Paperclip,
  edit: Pencil,
  play: Play,
  pause: Pause,
  plus: Plus,
  retry: RefreshCw,
  search: Search,
  settings: Settings2,
  compose: SquarePen,
  star: Star,
  light: Sun,
  remove: Trash2,
  warning: TriangleAlert,
  video: Video,
  tool: Wrench,
  close: X,
  event: Zap,
  thinking: Brain,
} as const;

export type IconName = keyof typeof ICONS;

/** A drawing beside or instead of words; the words are for the control that holds it. */
export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }): JSX.Element {
  return (
    <svg
      class="icon"
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      {ICONS[name].map(([Tag, attributes], index) => {
        const Shape = Tag as "path";
        return <Shape key={index} {...attributes} />;
      })}
    </svg>
  );
}
