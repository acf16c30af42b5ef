import Glibc

extension StoreOpeningError {
    /// What helps where a folder or file can't be had, by the word of the system.
    static func remedy(_ cause: String) -> String {
        func says(_ number: Int32) -> Bool { cause == SystemError(number: number).description }
        if says(ENOTDIR) { return "there is a file, and no folder: set MCP_AUTH_DATA to a folder" }
        if says(ENOENT) { return "no folder can be made there: set MCP_AUTH_DATA to another one" }
        if says(ENOSPC) { return "make room on the disk, or set MCP_AUTH_DATA to a folder on another one" }
        if says(EROFS) { return "nothing is written there: set MCP_AUTH_DATA to a folder on another disk" }
        return "make it writable for this user, or set MCP_AUTH_DATA to another folder"
    }
}
