import { expectNoSecrets, plantedSecrets } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../errors/config-error.js";
import { readProxySettings, shownProxy } from "./proxy-settings.js";

// NET-6
describe("the proxies of an environment", () => {
  it("are none when nothing is set", () => {
    expect(readProxySettings({})).toMatchObject({ http: "", https: "" });
    expect(readProxySettings({ HTTP_PROXY: " ", HTTPS_PROXY: "" })).toMatchObject({ http: "", https: "" });
  });

  it("are read in lower case before upper case", () => {
    const env = { http_proxy: "http://a:1", HTTP_PROXY: "http://b:1", HTTPS_PROXY: "https://c:1" };
    expect(readProxySettings(env)).toMatchObject({ http: "http://a:1", https: "https://c:1" });
  });

  it("may leave out their scheme", () => {
    expect(readProxySettings({ https_proxy: "proxy:3128" }).https).toBe("http://proxy:3128");
    expect(readProxySettings({ https_proxy: "me:secret@proxy:3128" }).https).toBe("http://me:secret@proxy:3128");
  });

  it("never stand before this machine", () => {
    expect(readProxySettings({ NO_PROXY: "a.example" }).except).toBe("a.example,localhost,127.0.0.1,::1");
    expect(readProxySettings({}).except).toBe("localhost,127.0.0.1,::1");
  });

  it("are not looked at beside a configured one", () => {
    expect(readProxySettings({ HTTP_PROXY: "nonsense://", NO_PROXY: "*" }, "http://a:1")).toEqual({
      http: "http://a:1",
      https: "http://a:1",
      except: "",
    });
  });

  it.each(["ftp://proxy:1", "http://", "http://a b"])("%j is refused", (proxy) => {
    expect(() => readProxySettings({ HTTPS_PROXY: proxy })).toThrow(ConfigError);
  });

  // KEY-6
  it("show no password, neither refused nor accepted", () => {
    const secrets = plantedSecrets("proxy");
    const proxy = `ftp://me:${secrets.token}@proxy:1`;
    expect(() => readProxySettings({ HTTPS_PROXY: proxy })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(secrets.token) }),
    );
    expectNoSecrets(shownProxy(`http://me:${secrets.token}@proxy:1/`), secrets);
  });
});
