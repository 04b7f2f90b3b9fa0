import { Plus } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import type { DraftFieldsProps } from '../draft-fields.ts'
import { responsePresets, withPreset } from './header-presets.ts'

/** What people set on most answers, a click away. */
export function ResponsePresets({ draft, onChange }: DraftFieldsProps) {
  return (
    <div className="flex flex-wrap gap-2">
      {responsePresets.map((preset) => (
        <Button key={preset.label} size="small" title={preset.help} onClick={() => onChange(withPreset(draft, preset))}>
          <Plus aria-hidden />
          {preset.label}
        </Button>
      ))}
    </div>
  )
}
