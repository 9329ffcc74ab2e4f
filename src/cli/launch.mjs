#!/usr/bin/env node
// Starts the command, and first builds it where it is missing or older than its sources. Works from any folder.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtCommand } from './build-command.mjs';

await import(pathToFileURL(join(builtCommand(), 'ridgepoint.mjs')).href);
