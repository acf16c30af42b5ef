package import Endpoint
package import OAuthCore
import OAuthModel
package import Pages
package import Timeline
import WireText

/// Answers `GET` and `POST /flows`: the timeline for people, for programs, and as it happens; and what who runs the server does with it.
///
/// It is one path: `?flow=` is one attempt, `?format=` an export, and who asks for `text/event-stream` is told of what changes. Whoever
/// may not see it is not told whether there is anything to see.
package struct FlowsHandler: DecidingHandler {
    /// Who is let in, and how a person is.
    package struct Door: Sendable {
        let access: OperatorAccess
        let forms: OperatorForms
        let page: PageTemplate<OperatorPage>

        package init(access: OperatorAccess, forms: OperatorForms, page: PageTemplate<OperatorPage>) {
            self.access = access
            self.forms = forms
            self.page = page
        }
    }

    /// What is shown, and how it looks.
    package struct View: Sendable {
        let timeline: Timeline
        let list: PageTemplate<FlowsPage>
        let flow: PageTemplate<FlowPage>
        /// Which process this is, where there may be several.
        let process: String?

        package init(
            timeline: Timeline, list: PageTemplate<FlowsPage>, flow: PageTemplate<FlowPage>, process: String?
        ) {
            self.timeline = timeline
            self.list = list
            self.flow = flow
            self.process = process
        }
    }

    let view: View
    let path: String
    let exports: FlowExports
    private let door: Door
    private let answers: PageAnswers
    private let cookies: Cookies
    private let origin: WireText
    private let events: FlowEvents
    private let places = WatcherPlaces(16)

    /// - Parameters:
    ///   - path: Where it answers, for its forms.
    ///   - origin: This server's own.
    package init(
        _ view: View, door: Door, answers: PageAnswers, cookies: Cookies, path: String, origin: String,
        exports: FlowExports, events: FlowEvents
    ) {
        self.view = view
        self.door = door
        self.answers = answers
        self.cookies = cookies
        self.path = path
        self.origin = WireText(origin)
        self.exports = exports
        self.events = events
    }

    package func respond(to request: EndpointRequest) async -> DecidedAnswer { answer(request) }

    package func begin(_ request: EndpointRequest) -> DecidingProgress { .done(answer(request)) }

    private func answer(_ request: EndpointRequest) -> DecidedAnswer {
        do throws(OperatorRefusal) {
            let response = request.method == .post ? try act(request) : try show(request.head)
            return DecidedAnswer(response.adding(Self.vary), .nothing)
        } catch {
            return refuse(error.reason, request.head)
        }
    }

    private static let vary = HeaderBlock(["Vary": "Accept"])
}

/// Looking.
extension FlowsHandler {
    private func show(_ head: RequestHead) throws(OperatorRefusal) -> EndpointResponse {
        let standing = try door.access.standing(of: head).get()
        let asked = try AskedFlows(head.query)
        let flow = try asked.flow.map { name throws(OperatorRefusal) in
            guard let flow = view.timeline.flow(name) else { throw OperatorRefusal(.flowGone) }
            return flow
        }
        if head.wantsEvents { return try watch(head, asked.flow) }
        switch asked.format ?? (head.wantsPage ? .page : .json) {
        case .page: return page(flow, asked, head, isSignedIn: standing == .session)
        case .json: return exports.listing(flow.map { [$0] } ?? list(asked), isOne: flow != nil)
        case .text: return exports.report(flow.map { [$0] } ?? list(asked))
        }
    }

    private func list(_ asked: AskedFlows) -> [Flow] {
        view.timeline.summaries(asked.filter).compactMap { view.timeline.flow($0.name) }
    }

    private func watch(_ head: RequestHead, _ flow: FlowName?) throws(OperatorRefusal) -> EndpointResponse {
        guard let place = places.take() else { throw OperatorRefusal(.watchersTooMany) }
        let access = door.access
        return events.stream(after: head.headers["last-event-id"], of: flow, holding: place) {
            (try? access.standing(of: head).get()) != nil
        }
    }

    private func page(
        _ flow: Flow?, _ asked: AskedFlows, _ head: RequestHead, isSignedIn: Bool
    ) -> EndpointResponse {
        let known = cookies.browsers(head).first
        let browser = known ?? door.forms.newBrowser()
        let csrf = door.forms.token(for: browser)
        let rendered: RenderedPage
        if let flow {
            rendered = view.flow.render(
                FlowPage(flow, process: view.process, isSignedIn: isSignedIn, action: path, csrf: csrf))
        } else {
            let all = view.timeline.summaries(asked.filter)
            rendered = view.list.render(
                FlowsPage(
                    rows: all.prefix(Self.rowLimit).map(FlowsPage.Row.init),
                    further: max(0, all.count - Self.rowLimit), client: asked.filter.client?.shown ?? "",
                    search: asked.filter.text?.shown ?? "", verdicts: asked.choices,
                    isPaused: view.timeline.isPaused, process: view.process, isSignedIn: isSignedIn,
                    action: path, query: asked.query, csrf: csrf))
        }
        return binding(answers.page(200, rendered), to: known == nil ? browser : nil)
    }

    private static let rowLimit = 200

    /// Gives a browser that has none what its forms are bound to.
    private func binding(_ response: EndpointResponse, to browser: BrowserBinding?) -> EndpointResponse {
        guard let browser else { return response }
        var response = response
        response.headers.add("Set-Cookie", cookies.setBrowser(browser))
        return response
    }
}

/// Doing.
extension FlowsHandler {
    private func act(_ request: EndpointRequest) throws(OperatorRefusal) -> EndpointResponse {
        let head = request.head
        guard !head.headers.isFromPageElsewhere(than: origin) else {
            throw OperatorRefusal(.operatorElsewhere)
        }
        guard let form = try? OAuthForm(request).parameters, form.repeated.isEmpty,
            let action = form["action"]
        else { throw OperatorRefusal(.operatorRequestUnread) }
        if action == "sign_in" {
            try checkOwn(form, head)
            guard let cookie = form["token"].flatMap(door.access.signIn) else {
                throw OperatorRefusal(.operatorTokenWrong)
            }
            return back(head, setting: cookie)
        }
        if try door.access.standing(of: head).get() != .token { try checkOwn(form, head) }
        switch action {
        case "sign_out": return back(head, setting: door.access.signOut)
        case "pin", "unpin": view.timeline.pin(try name(form), action == "pin")
        case "clear": view.timeline.clear()
        case "pause", "resume": view.timeline.pause(action == "pause")
        default: throw OperatorRefusal(.operatorRequestUnread)
        }
        return back(head)
    }

    private func name(_ form: RequestParameters) throws(OperatorRefusal) -> FlowName {
        guard let name = form["flow"].flatMap({ FlowName($0) }) else {
            throw OperatorRefusal(.operatorRequestUnread)
        }
        guard view.timeline.flow(name) != nil else { throw OperatorRefusal(.flowGone) }
        return name
    }

    /// The form was shown in this browser.
    private func checkOwn(_ form: RequestParameters, _ head: RequestHead) throws(OperatorRefusal) {
        guard let csrf = form["csrf"], door.forms.isOwn(csrf, among: cookies.browsers(head)) else {
            throw OperatorRefusal(.operatorFormForged)
        }
    }

    /// To the page that the form stood on; a program needs none.
    private func back(_ head: RequestHead, setting cookie: String? = nil) -> EndpointResponse {
        var response =
            head.wantsPage
            ? answers.redirect(address(head), after: .post)
            : EndpointResponse(status: 204, headers: HeaderBlock(["Cache-Control": "no-store"]))
        if let cookie { response.headers.add("Set-Cookie", cookie) }
        return response
    }

    private func address(_ head: RequestHead) -> String {
        head.query.isEmpty ? path : path + "?" + head.query
    }
}

/// Refusing.
extension FlowsHandler {
    /// Until a place to watch may be free.
    private static let patience = Duration.seconds(5)

    private func refuse(_ reason: OperatorReason, _ head: RequestHead) -> DecidedAnswer {
        let error = OAuthError(reason)
        let status = reason.status
        var response: EndpointResponse
        if !head.wantsPage {
            response = .error(error, status: status, retryAfter: Self.patience)
            if status == 401 { response.headers.add("WWW-Authenticate", reason.challenge) }
        } else if status == 401 {
            let known = cookies.browsers(head).first
            let browser = known ?? door.forms.newBrowser()
            let page = door.page.render(
                OperatorPage(
                    problem: reason == .operatorUnproven ? nil : sentence(error.literal),
                    action: address(head),
                    csrf: door.forms.token(for: browser)))
            response = binding(answers.page(401, page), to: known == nil ? browser : nil)
            response.headers.add("WWW-Authenticate", reason.challenge)
        } else {
            response = answers.error(
                error, requestID: head.requestID, status: status, for: .person, retryAfter: Self.patience)
        }
        return DecidedAnswer(response.adding(Self.vary), .refused(error))
    }
}

extension OperatorReason {
    fileprivate var status: Int {
        switch self {
        case .operatorUnproven, .operatorTokenWrong, .operatorSessionOver: 401
        case .operatorTokenless, .operatorFormForged, .operatorElsewhere: 403
        case .operatorRequestUnread: 400
        case .flowGone: 404
        case .watchersTooMany: 503
        }
    }

    /// RFC 6750 §3: who showed nothing is told no error.
    fileprivate var challenge: String {
        self == .operatorTokenWrong
            ? #"Bearer realm="mcp-auth operator", error="invalid_token""#
            : #"Bearer realm="mcp-auth operator""#
    }
}
