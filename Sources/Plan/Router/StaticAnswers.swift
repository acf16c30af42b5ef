internal import Endpoint
internal import Web

extension EndpointResponse {
    func refusing(_ reason: HTTPReason, _ detail: String? = nil) -> EndpointResponse {
        var answer = self
        answer.cause = .refused(HTTPRefusal(reason, detail))
        return answer
    }
}
