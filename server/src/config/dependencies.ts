/** Which results depend on which files, both ways. */
export class DependencyGraph {
  private readonly dependents = new Map<string, Set<string>>();
  private readonly dependencies = new Map<string, ReadonlySet<string>>();

  /** `path` now depends on exactly these files. */
  set(path: string, dependencies: ReadonlySet<string>): void {
    this.delete(path);
    this.dependencies.set(path, dependencies);
    for (const dependency of dependencies) {
      const dependents = this.dependents.get(dependency);
      if (dependents) dependents.add(path);
      else this.dependents.set(dependency, new Set([path]));
    }
  }

  delete(path: string): void {
    for (const dependency of this.dependencies.get(path) ?? []) {
      const dependents = this.dependents.get(dependency);
      dependents?.delete(path);
      if (dependents?.size === 0) this.dependents.delete(dependency);
    }
    this.dependencies.delete(path);
  }

  /** Everything that has to be read again when `path` changes; dependencies are transitive already. */
  dependentsOf(path: string): ReadonlySet<string> {
    return new Set(this.dependents.get(path));
  }
}
