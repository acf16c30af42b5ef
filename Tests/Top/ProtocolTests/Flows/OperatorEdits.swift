import Support

/// 48 bytes that nobody guesses.
let operatorToken = "operator-0123456789abcdef0123456789abcdef01234567"

extension ManifestEdit {
    static func operatorToken(_ token: String) -> ManifestEdit {
        .replace(
            "  # operator_token_file: /etc/mcp-auth/operator-token\n", with: "  operator_token: \(token)\n")
    }

    static let operated = operatorToken(ProtocolTests.operatorToken)
}

extension TestServer {
    /// As a program with the operator token.
    func operate(_ path: String, headers: [(String, String)] = []) async throws -> Response {
        try await get(path, headers: [("Authorization", "Bearer " + operatorToken)] + headers)
    }
}

extension Browser {
    /// Fills in the form of the operator token, where `path` shows it.
    func signIn(_ path: String = "/flows", with token: String = operatorToken) async throws -> Response {
        let page = try await get(path)
        let form = try Form(page, having: ("token", ""))
        return try await post(
            form.action, ["csrf": form.fields["csrf"] ?? "", "action": "sign_in", "token": token])
    }

    /// Presses a button of a page of the timeline.
    func operate(
        _ action: String, on page: Response, flow: String? = nil
    ) async throws -> Response {
        let form = try Form(page, having: ("action", action))
        let (csrf, flow) = (form.fields["csrf"] ?? "", flow ?? form.fields["flow"] ?? "")
        return try await post(form.action, ["csrf": csrf, "flow": flow, "action": action])
    }
}
