// pnpm --silent ci:pipeline: the pipeline as one YAML document on stdout, checked before it is printed.
import { check, mergedPipeline, pipelineText } from "./pipeline.ts";

const pipeline = mergedPipeline();
const { problems } = check(pipeline);
if (problems.length === 0) process.stdout.write(pipelineText(pipeline));
for (const problem of problems) console.error(`pipeline: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 2;
