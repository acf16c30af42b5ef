internal import RouteManifest

extension RoutePlan: CustomStringConvertible {
    package var description: String { table() }

    /// The table of `mcp-auth routes`: a line for each route, further paths below its own, and for one that is off the
    /// reason at the end. Every cell but that is one word, so that programs can read it too.
    package func table() -> String {
        let header = ["STATE", "NAME", "METHODS", "PATH", "HANDLER", "CALLERS", "LIMIT"]
        return Self.aligned([header] + routes.flatMap(\.rows))
    }

    /// Columns as wide as their widest cell, two spaces between them, none at the end of a line. What stands behind the
    /// last column of the header does not widen it.
    private static func aligned(_ rows: [[String]]) -> String {
        let columns = rows.first?.count ?? 0
        let widths = (0..<columns).map { column in
            rows.compactMap { $0.indices.contains(column) ? $0[column].count : nil }.max() ?? 0
        }
        let lines = rows.map { row in
            row.enumerated().map { index, cell in
                index == row.count - 1 || index >= columns
                    ? cell : cell + String(repeating: " ", count: widths[index] - cell.count)
            }.joined(separator: "  ")
        }
        return lines.map { $0 + "\n" }.joined()
    }
}

extension PlannedRoute {
    fileprivate var rows: [[String]] {
        var row = [
            route.isOn ? "on" : "off", route.name.text, route.methods.map(\.rawValue).joined(separator: ","),
            route.path.text,
            route.handler.rawValue, route.auth.map(\.caller).joined(separator: ","),
            route.rateLimit?.cell ?? "-",
        ]
        if case .off(let reason) = route.state { row.append("(\(reason))") }
        if let source = route.binding.source { row.append("(\(source))") }
        return [row] + paths.dropFirst().map { ["", "", "", $0] }
    }
}

extension RateLimit {
    fileprivate var cell: String {
        ([rate.text] + (counted == .requests ? [] : [counted.rawValue]) + (isShared ? ["shared"] : []))
            .joined(separator: ",")
    }
}

extension RouteAuth {
    fileprivate var caller: String {
        switch self {
        case .anyone: "anyone"
        case .client, .resourceServer, .loopback, .operators: rawValue
        }
    }
}
