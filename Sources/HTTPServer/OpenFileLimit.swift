import Glibc

/// How many files, sockets among them, this process may have open.
enum OpenFileLimit {
    /// Raises the limit as far as it is needed and the system allows; the usual 1,024 is less than the connections that
    /// are let in.
    static func raise(to wanted: Int) {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < wanted else { return }
        limit.rlim_cur = min(rlim_t(wanted), limit.rlim_max)
        _ = setrlimit(resource, &limit)
    }
}
