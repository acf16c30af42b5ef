import Glibc

/// How many files, sockets among them, this process may have open.
package enum OpenFileLimit {
    /// Files that are open beside the connections, generously.
    private static let ownFiles = 256

    /// Raises the limit as far as so many connections need it and the system allows; the usual 1,024 is less than are let in.
    /// Returns the limit that holds then.
    static func raise(for connections: Int) -> Int {
        let wanted = connections + ownFiles
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return wanted }
        if limit.rlim_cur < rlim_t(wanted) {
            limit.rlim_cur = min(rlim_t(wanted), limit.rlim_max)
            _ = setrlimit(resource, &limit)
            guard getrlimit(resource, &limit) == 0 else { return wanted }
        }
        return Int(clamping: limit.rlim_cur)
    }

    /// How many of the connections that are wanted there are files for. Where files are few, half of them is for connections: a store and
    /// a log that can't be opened are worse than a connection that is refused.
    package static func connections(of wanted: Int, files: Int) -> Int {
        max(1, min(wanted, files - min(ownFiles, files / 2)))
    }
}
