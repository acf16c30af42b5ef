/// The paths at which a server answers, by method: where the links and forms of a page may lead.
package struct ServedPaths: Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    private let paths: [Method: Set<String>]

    package init(get: Set<String>, post: Set<String>) {
        paths = [.get: get, .post: post]
    }

    func contains(_ path: String, _ method: Method) -> Bool {
        paths[method]?.contains(path) ?? false
    }

    func all(_ method: Method) -> [String] {
        (paths[method] ?? []).sorted()
    }
}
