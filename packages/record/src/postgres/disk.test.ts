import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { outcome } from '@cryopath/fhir';
import { simulatedClock } from '@cryopath/pathway';
import { describe, expect, onTestFinished, test } from 'vitest';
import { accepted, codesOf, patient, people } from '../../test/record.ts';
import { verifyTrail } from '../audit/verify.ts';
import { recordIn } from '../open-record.ts';
import { watchDisk } from './disk.ts';
import { openDatabase } from './open-database.ts';

const MEGABYTE = 1024 * 1024;

/** A disk of its own for a test, small enough to be filled; undefined where the system does not let us make one. */
function smallDisk(megabytes: number): string | undefined {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cryopath-disk-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0711`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    console.warn(`SKIPPED: no small disk can be mounted here (${(error as Error).message.trim()})`);
    return undefined;
  }
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', folder]);
  });
  return folder;
}

const freeOf = (folder: string) => {
  const { bavail, bsize } = fs.statfsSync(folder);
  return bavail * bsize;
};

/** Leaves this many bytes free, and gives the way to free the rest again. */
function fillUpTo(folder: string, free: number): () => void {
  const ballast = path.join(folder, 'ballast');
  fs.writeFileSync(ballast, Buffer.alloc(Math.max(0, freeOf(folder) - free)));
  return () => fs.rmSync(ballast);
}

describe('a disk that fills (R12)', () => {
  test('refuses writes below the reserve and reads below a quarter of it, and opens by itself', async (context) => {
    const folder = smallDisk(16);
    if (!folder) return context.skip();
    const full = outcome('CRYO-501');
    let tick = () => {};
    const watch = await watchDisk(folder, {
      reserveBytes: 8 * MEGABYTE,
      repeat: (_, act) => {
        tick = act;
        return () => {};
      },
    });
    const seen = async () => {
      await watch.look();
      return [watch.refusingWrites(), watch.refusingReads()];
    };
    expect(await seen()).toEqual([undefined, undefined]);
    let free = fillUpTo(folder, 7 * MEGABYTE);
    expect(await seen()).toEqual([full, undefined]);
    free();
    free = fillUpTo(folder, MEGABYTE);
    expect(await seen()).toEqual([full, full]);
    free();
    // A little above the reserve is not enough to open again: it would close with the next row.
    free = fillUpTo(folder, 8.4 * MEGABYTE);
    expect(await seen()).toEqual([full, undefined]);
    free();
    tick();
    expect(await seen()).toEqual([undefined, undefined]);
    watch.close();
  });

  test('costs no row: writes are refused in words, reads go on, and writes come back', async (context) => {
    const folder = smallDisk(256);
    if (!folder) return context.skip();
    const clock = simulatedClock('2026-03-02T10:00:00+01:00');
    const database = accepted(await openDatabase({ folder }, { durable: false, reserveBytes: 48 * MEGABYTE }));
    const record = recordIn(database, { clock });
    const written: string[] = [];
    const write = async () => {
      const result = await record.create(people.doctor, patient({ text: { status: 'generated', div: DIV } }));
      if (result.ok) written.push(result.value.id);
      return codesOf(result);
    };
    expect(await write()).toEqual([]);
    const free = fillUpTo(folder, 56 * MEGABYTE);
    // Until the reserve is reached by what is written.
    let refusal: readonly string[] = [];
    while (refusal.length === 0) {
      refusal = await write();
      await database.disk.look();
    }
    expect(refusal).toEqual(['CRYO-501']);
    expect(written.length).toBeGreaterThan(1);
    for (const id of written.slice(0, 50)) accepted(await record.read(people.doctor, 'Patient', id));
    expect(await write()).toEqual(['CRYO-501']);
    free();
    await database.disk.look();
    expect(await write()).toEqual([]);
    const { rows } = await database.pool.query(`select count(*) as count from resource where type = 'Patient'`);
    expect(rows).toEqual([{ count: written.length }]);
    expect(await verifyTrail(database.pool, { folder })).toMatchObject({ differences: 0 });
    await record.close();
  });
});

/** 200 KB that do not compress, so that a disk is full after some dozens. */
const DIV = `<div xmlns="http://www.w3.org/1999/xhtml">${Array.from({ length: 12_000 }, (_, n) => (Math.imul(n + 1, 2_654_435_761) >>> 0).toString(36) + (Math.imul(n + 7, 40_503_019) >>> 0).toString(36)).join(' ')}</div>`;
