"""A window of a browser in which one round was chosen: every address in it names the round."""


class Window:
    """The same signed-in browser, at one round."""

    def __init__(self, client, round):
        self.client, self.prefix = client, f"/r/{round.pk}"

    def get(self, address, *given, **more):
        return self.client.get(self.prefix + address, *given, **more)

    def post(self, address, *given, **more):
        return self.client.post(self.prefix + address, *given, **more)
