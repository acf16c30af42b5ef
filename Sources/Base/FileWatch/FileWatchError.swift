import Glibc

/// Why files can't be watched. Each is a line and a hint.
package enum FileWatchError: Error, Equatable {
    /// Programs of this user have as many instances of inotify as they may, or this one as many open files.
    case tooManyWatchers
    /// They watch as many folders as they may.
    case tooManyFolders
    /// - Parameter reason: In the words of the system.
    case folder(String, reason: String)
    case failed(reason: String)

    /// - Parameters:
    ///   - number: What the system call left in `errno`.
    ///   - folder: Which one was to be watched; `nil`: none yet.
    init(_ number: Int32, folder: String?) {
        let reason = String(cString: strerror(number)).lowercased()
        self =
            switch (number, folder) {
            case (EMFILE, nil), (ENFILE, nil): .tooManyWatchers
            case (ENOSPC, _?): .tooManyFolders
            case (_, let folder?): .folder(folder, reason: reason)
            case (_, nil): .failed(reason: reason)
            }
    }
}

extension FileWatchError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooManyWatchers:
            "no more programs can watch files, or too many files are open"
                + "\nhint: raise the limit: sysctl fs.inotify.max_user_instances=512, or ulimit -n 4096"
        case .tooManyFolders:
            "no more folders can be watched by programs of this user"
                + "\nhint: raise the limit: sysctl fs.inotify.max_user_watches=65536"
        case .folder(let folder, let reason):
            "can't watch \(folder): \(reason)\nhint: this user has to be able to list what is in that folder"
        case .failed(let reason):
            "can't watch files: \(reason)\nhint: the system has to offer inotify"
        }
    }
}
