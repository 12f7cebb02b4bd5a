import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { disk } from '../node/disk.ts';
import { isInterpreter } from '../node/packages.ts';
import { EXIT_OK, EXIT_USAGE, Failure } from './exit.ts';
import type { Thread } from './thread.ts';
import { version } from './version.ts';

/** Runs one command line, without the program's own name. @returns the exit status. */
export async function run(args: readonly string[], threads: readonly Thread[]): Promise<number> {
  let status = EXIT_OK;
  const done = (result: number): void => {
    status = result;
  };
  try {
    await program(done, threads).parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_OK : EXIT_USAGE;
    if (!(error instanceof Failure)) throw error;
    process.stderr.write(`mmlens: ${error.message}\n`);
    return error.status;
  }
}

function program(done: (status: number) => void, threads: readonly Thread[]): Command {
  const mmlens = new Command('mmlens')
    .description(
      'Reads MMEngine configs without running them: checks them, shows them, converts how they count training.',
    )
    .version(version)
    .option('--stdio', 'be a language server for an editor')
    .exitOverride()
    .showHelpAfterError('Try `mmlens --help`.');

  command(mmlens, 'check')
    .summary('find what is wrong in configs')
    .description(
      'Finds what MMEngine would refuse or silently do differently. Exit status 1 when there is an error or a warning.',
    )
    .argument('[paths...]', 'configs, or folders that are searched for configs', ['.'])
    .addOption(new Option('--format <format>').choices(['text', 'json', 'sarif', 'github']).default('text'))
    .addOption(itersPerEpoch())
    .addOption(new Option('--jobs <n>', 'threads to share the work').argParser(count))
    .addOption(python())
    .addOption(
      new Option('--baseline <file>', 'leave out the findings that this file knows').conflicts('writeBaseline'),
    )
    .addOption(new Option('--write-baseline <file>', 'write all findings to this file, for --baseline'))
    .addOption(new Option('--force-exclude', 'leave out what the project file excludes even when it is named'))
    .action(async (paths: string[], options) =>
      done(await (await import('./check.ts')).check(paths, options, threads)),
    );

  command(mmlens, 'show')
    .summary('print the effective config')
    .description(
      'Prints a config as MMEngine reads it, inheritance resolved. Exit status 1 when MMEngine would not load it.',
    )
    .argument('<files...>', 'configs')
    .addOption(new Option('--format <format>').choices(['python', 'json']).default('python'))
    .option('--origins', 'say of each key where it was set and what it replaced')
    .addOption(python())
    .action(async (files: string[], options) => done(await (await import('./show.ts')).show(files, options)));

  command(mmlens, 'convert')
    .summary('turn epoch-based training into iteration-based, or back')
    .description(
      'Converts how a config counts training so that it trains the same. Prints a diff unless told otherwise.',
    )
    .argument('<paths...>', 'configs, or folders that are searched for configs')
    .addOption(new Option('--to <unit>', 'what to count').choices(['iter', 'epoch']).makeOptionMandatory())
    .addOption(itersPerEpoch())
    .addOption(new Option('--steps <names>', 'only these, separated by commas').argParser(names))
    .addOption(
      new Option('--numbers <how>', '58640, or 8 * iters_per_epoch with the variable at the top of the file').choices([
        'literals',
        'expressions',
      ]),
    )
    .addOption(
      new Option(
        '--schedulers <how>',
        'count iterations, or keep epochs and let MMEngine convert them (`convert_to_iter_based`)',
      ).choices(['iterations', 'convert-to-iter-based']),
    )
    .addOption(new Option('--diff', 'print what would change (default)').conflicts(['stdout', 'write']))
    .addOption(new Option('--stdout', 'print the converted text').conflicts(['diff', 'write']))
    .addOption(new Option('--write', 'change the files, all or none').conflicts(['diff', 'stdout']))
    .addOption(python())
    .action(async (paths: string[], options) => done(await (await import('./convert.ts')).convert(paths, options)));

  command(mmlens, 'lr')
    .summary('print the learning rate of every iteration')
    .argument('<file>', 'config')
    .addOption(itersPerEpoch())
    .addOption(
      new Option('--base-lr <x>', "the optimizer's learning rate, in place of the config's").argParser(positive),
    )
    .addOption(new Option('--format <format>').choices(['text', 'csv', 'json', 'svg']).default('text'))
    .addOption(python())
    .action(async (file: string, options) => done(await (await import('./lr.ts')).lr(file, options)));

  command(mmlens, 'rule')
    .summary("print a rule's page, or the list of all rules")
    .argument('[id]', 'the name that findings give')
    .action(async (id: string | undefined) => done(await (await import('./rule.ts')).rule(id)));
  return mmlens;
}

function command(parent: Command, name: string): Command {
  return parent.command(name).exitOverride().showHelpAfterError(`Try \`mmlens ${name} --help\`.`);
}

function itersPerEpoch(): Option {
  return new Option('--iters-per-epoch <n>', 'iterations in one pass over the training data').argParser(count);
}

function python(): Option {
  const what = 'interpreter or environment that loads the configs, whose packages they inherit from (never run)';
  return new Option('--python <path>', what).argParser(interpreter);
}

function interpreter(path: string): string {
  if (isInterpreter(disk, path)) return path;
  throw new InvalidArgumentError('There is no such interpreter or environment.');
}

function count(text: string): number {
  const value = /^\d[\d_]*$/.test(text) ? Number(text.replaceAll('_', '')) : Number.NaN;
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('It must be a whole number, 1 or more.');
  return value;
}

function positive(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError('It must be a number, 0 or more.');
  return value;
}

function names(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
