import path from 'node:path';
import {
  isAssignmentOperator,
  isBinaryExpression,
  isExpressionStatement,
  isVoidExpression,
  type Node,
  type SourceFile,
} from 'typescript/unstable/ast';
import { API, type Checker, type Project, type Type } from 'typescript/unstable/sync';

/**
 * Statements that throw a Result away, as "file:line: text". Such a statement is nothing but an expression whose value,
 * awaited or not, is a Result (src/shared/contract/result.ts); `void` does not excuse it. Neither the compiler nor
 * the linter sees them. Files of `node_modules` are not looked at.
 * @param configs Paths of the tsconfig.json files whose projects are searched.
 */
export function ignoredResults(root: string, configs: readonly string[]): readonly string[] {
  const api = new API({ cwd: root });
  try {
    const snapshot = api.updateSnapshot({ openProjects: configs.map((config) => path.join(root, config)) });
    const found = snapshot.getProjects().flatMap((project) => ofProject(root, project));
    return [...new Set(found)];
  } finally {
    api.close();
  }
}

function ofProject(root: string, { program, checker }: Project): readonly string[] {
  const ours = program
    .getSourceFileNames()
    .filter(
      (name) => name.startsWith(`${root}/`) && !name.includes('/node_modules/') && !name.endsWith('.d.ts'),
    );
  return ours.flatMap((name) => {
    const file = program.getSourceFile(name);
    return file === undefined ? [] : ofFile(root, file, checker);
  });
}

function ofFile(root: string, file: SourceFile, checker: Checker): readonly string[] {
  const discarded: Node[] = [];
  const visit = (node: Node): void => {
    if (isExpressionStatement(node)) {
      const { expression } = node;
      const kept = isBinaryExpression(expression) && isAssignmentOperator(expression.operatorToken.kind);
      if (!kept) discarded.push(isVoidExpression(expression) ? expression.expression : expression);
    }
    node.forEachChild(visit);
  };
  visit(file);
  const types = checker.getTypeAtLocation(discarded);
  return discarded.flatMap((node, index) => {
    const type = types[index];
    if (type === undefined || !isResult(checker, awaited(checker, type))) return [];
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
    const text = node.getText(file).split('\n')[0];
    return [`${path.relative(root, file.fileName)}:${line + 1}: ${text}`];
  });
}

function awaited(checker: Checker, type: Type): Type {
  if (type.getSymbol()?.name !== 'Promise' || !type.isTypeReference()) return type;
  return checker.getTypeArguments(type)[0] ?? type;
}

/** Told by its shape, so that an alias or an inferred union counts as well. */
function isResult(checker: Checker, type: Type): boolean {
  const members = type.isUnionType() ? (type.getTypes() ?? []) : [type];
  return members.some((member) => ['ok', 'failure'].every((name) => checker.getPropertyOfType(member, name)));
}
