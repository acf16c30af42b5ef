import Diagnostics
import Foundation
import Pages
import Support
import Testing

/// The templates that lie in the package's root, as a user finds them.
let shipped = TemplateFolder(
    path: Installation.package.appendingPathComponent("templates").path, names: [])

/// A template that is expected to have no error.
func template<Page: PageModel>(
    _ file: String, in folder: TemplateFolder = shipped, for page: Page.Type = Page.self,
    frame: PageFrame = .sample
) throws -> PageTemplate<Page> {
    var reader = TemplateReader(folder, served: nil, frame: frame)
    let template = reader.read(file, for: page)
    return try #require(template, "\(reader.diagnostics.map { $0.rendered() }.joined())")
}

extension PageFrame {
    static let sample = PageFrame(name: "auth.example.com", sheet: .at(path: "/style-1.css"))
}

/// The style sheet of the shipped pages, as it is sent.
func shippedSheet() throws -> String {
    var reader = TemplateReader(shipped, served: nil)
    let sheet = reader.readStyleSheet("style.css")
    return String(decoding: try #require(sheet).text, as: UTF8.self)
}

extension RenderedPage {
    var text: String { String(decoding: html, as: UTF8.self) }
}

extension ConsentPage {
    static let sample = ConsentPage(
        clientName: "MCP Inspector", clientID: "client-7Zk3pQ", nameIsUnverified: true,
        redirectHost: "localhost:6274", redirectURI: "http://localhost:6274/oauth/callback",
        scopes: [
            Scope(token: "mcp", description: "Use the tools of this server in your name"),
            Scope(token: "offline_access", description: "Keep its access while you are away"),
        ],
        resource: "http://localhost:3232/mcp", resourceName: "Demo MCP server", isLoopback: true,
        isPrivateUseScheme: false, form: .sample)
}

extension RequestForm {
    static let sample = RequestForm(
        action: "/oauth/authorize", request: "pending-1", csrf: "csrf-1", back: nil)
}

extension ChoicePage {
    static let sample = ChoicePage(
        upstreams: [
            Upstream(name: "corp", title: "Example Corp"), Upstream(name: "github", title: "GitHub"),
            Upstream(name: "fake", title: "Demo login"),
        ], redirectHost: "localhost:6274", form: .sample)
}

extension LoginPage {
    static let sample = LoginPage(
        selected: User(id: "user-5f2c9a1be0d3", name: "user-5f2c9a1be0d3"), isChosen: false,
        keptID: "user-5f2c9a1be0d3",
        users: [
            User(id: "ada", name: "Ada Lovelace"), User(id: "grace", name: "Grace Hopper"),
            User(id: "alan", name: "Alan Turing"),
        ],
        action: "/fakeupstreamauth/authorize", state: "state-1",
        redirectURI: "http://localhost:3001/fakeupstreamauth/callback", csrf: "csrf-2")
}

extension ErrorPage {
    static let sample = ErrorPage(
        title: "This application is not known here",
        happened: "The application sent you here with a client id that this server has never given out.",
        remedy: "Go back to the application, remove the connection to this server and add it again.",
        detail: "no client with this client_id is registered here; register it again",
        requestID: "0123456789abcdef")
}

extension StartPage {
    static let sample = StartPage(
        issuer: "http://localhost:3001", version: "1.0", profile: "demo",
        resource: Resource(name: "Demo MCP server", url: "http://localhost:3232/mcp"),
        otherResources: [Resource(name: "Files", url: "http://localhost:3233/mcp")],
        guides: [
            ClientGuide(
                "A client",
                [
                    ClientGuide.Step("In a terminal", "client add 'http://localhost:3232/mcp?a=1&b=2'"),
                    ClientGuide.Step("Or in client.json", "{ \"url\": \"http://localhost:3232/mcp\" }"),
                ], remark: "Then press Connect."),
            ClientGuide("Another", [ClientGuide.Step("In a terminal", "another <http://localhost>")]),
        ], onlyListed: "Only clients that the manifest lists can connect.",
        endpoints: [
            Endpoint(methods: "GET", path: "/health", words: "Says whether it works.", isReadable: true),
            Endpoint(methods: "POST", path: "/oauth/token", words: "Gives tokens.", isReadable: false),
        ], switchedOff: ["register (--disable register)"],
        users: [User(id: "ada", name: "Ada Lovelace")], upstreams: ["Example Corp"], logout: "/logout")
}

/// Every page in each of its states, by the name of its golden file.
let shippedPages: [String: @Sendable () throws -> RenderedPage] = [
    "consent": { try template("consent.html").render(ConsentPage.sample) },
    "consent-bare": {
        var page = ConsentPage.sample
        page.clientName = " "
        page.nameIsUnverified = false
        page.isLoopback = false
        page.isPrivateUseScheme = true
        page.scopes = []
        page.redirectHost = "cursor:"
        page.redirectURI = "cursor://anysphere.cursor-mcp/oauth/callback"
        return try template("consent.html").render(page)
    },
    "consent-document": {
        var page = ConsentPage.sample
        page.clientName = "Claude"
        page.clientID = "https://claude.ai/oauth/mcp-oauth-client-metadata"
        page.documentHost = "claude.ai"
        page.isLoopback = false
        page.redirectHost = "claude.ai"
        page.redirectURI = "https://claude.ai/api/mcp/auth_callback"
        return try template("consent.html").render(page)
    },
    "consent-plain-http": {
        var page = ConsentPage.sample
        page.isLoopback = false
        page.redirectHost = "host.docker.internal:6274"
        page.redirectURI = "http://host.docker.internal:6274/oauth/callback"
        page.plainHTTP = "auth:3001 and host.docker.internal:6274"
        return try template("consent.html").render(page)
    },
    "login-plain-http": {
        var page = LoginPage.sample
        page.plainHTTP = "auth:3001"
        return try template("login.html").render(page)
    },
    "login": { try template("login.html").render(LoginPage.sample) },
    "login-problem": {
        var page = LoginPage.sample
        page.keptID = "ada lovelace"
        page.problem = "A user id has 1 to 64 letters, digits, dots, dashes or underscores."
        return try template("login.html").render(page)
    },
    "login-alone": {
        var page = LoginPage.sample
        page.users = []
        return try template("login.html").render(page)
    },
    "login-chosen": {
        var page = LoginPage.sample
        page.selected = page.users[1]
        page.isChosen = true
        page.signOut = "/logout"
        return try template("login.html").render(page)
    },
    "consent-elsewhere": {
        var page = ConsentPage.sample
        page.isLoopback = false
        page.redirectHost = "app.example.com"
        page.redirectURI = "https://app.example.com/oauth/callback"
        page.pages = [
            ConsentPage.Link(
                words: "Website", uri: "https://app.example.com/?a=b&c=\"d", host: "app.example.com"),
            ConsentPage.Link(
                words: "Terms of service", uri: "https://lawyers.example/t", host: "lawyers.example"),
        ]
        page.form.back = "token-1https://app.example.com/oauth/callback?error=invalid_request&state=a"
        var frame = PageFrame.sample
        frame.name = "Example Tools"
        frame.logo = "image/svg+xml;base64,PHN2Zy8+"
        return try template("consent.html", frame: frame).render(page)
    },
    "error-facts": {
        var page = ErrorPage.sample
        page.facts = [
            ErrorPage.Fact(name: "sent", value: "https://x.example/cb"),
            ErrorPage.Fact(name: "registered", value: "https://app.example.com/cb"),
        ]
        return try template("error.html").render(page)
    },
    "error": { try template("error.html").render(ErrorPage.sample) },
    "error-bare": {
        var page = ErrorPage.sample
        page.detail = nil
        page.requestID = nil
        return try template("error.html").render(page)
    },
    "error-continue": {
        var page = ErrorPage.sample
        page.continuation = ErrorPage.Continuation(
            host: "app.example", href: "https://app.example/cb?error=invalid_scope&state=a%22b")
        return try template("error.html").render(page)
    },
    "error-again": {
        var page = ErrorPage.sample
        (page.title, page.detail) = ("You can't come in with this account", nil)
        page.continuation = ErrorPage.Continuation(
            host: "app.example", href: "https://app.example/cb?error=access_denied&state=a%22b")
        page.again = .sample
        page.again?.back = "token-1https://app.example.com/oauth/callback?error=invalid_request&state=a"
        page.contact = "the service desk, desk@example.com"
        return try template("error.html").render(page)
    },
    "choose": { try template("choose.html").render(ChoicePage.sample) },
    "choose-back": {
        var page = ChoicePage.sample
        page.form.back = "token-1https://app.example.com/oauth/callback?error=invalid_request&state=a"
        return try template("choose.html").render(page)
    },
    "operator": {
        try template("operator.html").render(OperatorPage(action: "/flows?verdict=done", csrf: "csrf-3"))
    },
    "operator-problem": {
        try template("operator.html").render(
            OperatorPage(problem: "This session is over; sign in again.", action: "/flows", csrf: "csrf-3"))
    },
    "flows": { try template("flows.html").render(FlowsPage.sample) },
    "flows-empty": {
        var page = FlowsPage.sample
        (page.rows, page.further, page.isPaused, page.process, page.isSignedIn) = ([], 0, true, nil, false)
        return try template("flows.html").render(page)
    },
    "flow": { try template("flow.html").render(FlowPage.sample) },
    "start": {
        var page = StartPage.sample
        (page.timeline, page.attempts) = ("/flows", FlowsPage.sample.rows)
        return try template("start.html").render(page)
    },
    "start-stranger": {
        var page = StartPage.sample
        page.timeline = "/flows"
        return try template("start.html").render(page)
    },
    "start-untried": {
        var page = StartPage.sample
        (page.timeline, page.attempts) = ("/flows", [])
        return try template("start.html").render(page)
    },
    "start-bare": {
        var page = StartPage.sample
        page.resource = nil
        page.switchedOff = []
        page.users = []
        page.upstreams = []
        return try template("start.html").render(page)
    },
    "logged-out": {
        try template("logged_out.html").render(LoggedOutPage(hadSession: true))
    },
    "logged-out-stranger": {
        try template("logged_out.html").render(LoggedOutPage(hadSession: false))
    },
]
