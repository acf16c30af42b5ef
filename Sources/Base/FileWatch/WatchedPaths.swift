/// What is watched, as the process names it: relative paths begin at its current folder. Nothing of it need be there.
package struct WatchedPaths: Sendable, Equatable {
    package var files: Set<String>
    /// Of these every file counts that lies in them and not in a folder below, and whose name begins with no dot.
    package var folders: Set<String>

    package init(files: Set<String> = [], folders: Set<String> = []) {
        self.files = files
        self.folders = folders
    }
}
