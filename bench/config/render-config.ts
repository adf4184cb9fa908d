import { line, met, table } from '../report/markdown.ts';
import type { CpuShares, Figure, Part, PartName } from './figure.ts';
import type { MeasuredConfig } from './measure-config.ts';
import { keysPerTenant } from './seed.ts';
import type { BenchSize } from './size.ts';

const heads = ['figure', 'measured', 'aim', '', 'control plane', 'nodes', 'Postgres', 'committer'];

/** The tables of the configuration, one for each part, in Markdown. */
export function renderConfig({ size, parts }: MeasuredConfig): string {
  return parts.map((part) => `### ${titleOf(part.name, size)}\n\n${renderPart(part)}`).join('\n\n');
}

function titleOf(name: PartName, { tenantsSmall, tenantsLarge, nodeCount }: BenchSize): string {
  const titles: Readonly<Record<PartName, string>> = {
    trigger: `Commits, ${describe(tenantsSmall)}`,
    plan: `A plan of a thousand resources, ${describe(tenantsSmall)}`,
    fleet: `${count(nodeCount)} nodes on one replica, ${describe(tenantsSmall)}`,
    scale: `A large configuration: ${describe(tenantsLarge)}`,
    node: `A node of ${describe(tenantsLarge)}`,
  };
  return titles[name];
}

function describe(tenantCount: number): string {
  return `${count(tenantCount)} tenants with ${count(tenantCount * keysPerTenant)} keys`;
}

/** One table of figures. */
export function renderPart({ figures }: Pick<Part, 'figures'>): string {
  return table(
    heads,
    figures.map((figure) =>
      line([aboutOf(figure), measuredOf(figure), ...aimOf(figure), ...sharesOf(figure.cpu)]),
    ),
  );
}

function aboutOf({ about, stall }: Figure): string {
  if (stall === undefined) return about;
  const { longestWorkMs, longestGcMs } = stall;
  return `${about} (work ${count(longestWorkMs)} ms, garbage ${count(longestGcMs)} ms)`;
}

function measuredOf({ value, unit }: Figure): string {
  return `${count(value)} ${unit}`.trim();
}

function aimOf({ value, unit, aim }: Figure): readonly string[] {
  return aim === undefined ? ['', ''] : [`${count(aim)} ${unit}`, met(value <= aim)];
}

function sharesOf(cpu: CpuShares | undefined): readonly string[] {
  if (cpu === undefined) return ['', '', '', ''];
  const shares = [cpu.controlPlane, cpu.nodes, cpu.postgres, cpu.bench];
  return shares.map((share) => `${(share * 100).toFixed(0)} %`);
}

/** Three digits are what such figures are good for. */
function count(value: number): string {
  const digits = value >= 100 || Number.isInteger(value) ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}
