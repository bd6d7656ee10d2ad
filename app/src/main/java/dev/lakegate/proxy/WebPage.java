package dev.lakegate.proxy;

import java.util.Locale;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/// The signs of a browser, which runs as this user whatever page it shows. Each alone is enough: a page
/// can withhold its `Referer`, an image's request has no `Origin`, and not every browser tells this
/// address its `Sec-Fetch-*`.
final class WebPage {
    /// As every browser has called itself for thirty years; no page of another site can change it
    /// unasked.
    private static final String BROWSERS_NAME = "mozilla/";

    private WebPage() {}

    /// Whether a page may have caused this request. A program that copies a browser's fields has itself
    /// to blame.
    static boolean mayHaveSent(HttpFields fields) {
        for (HttpField field : fields) {
            if (isSign(field)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSign(HttpField field) {
        String name = field.getLowerCaseName();
        return field.getHeader() == HttpHeader.ORIGIN
                || field.getHeader() == HttpHeader.REFERER
                || name.startsWith("sec-fetch-")
                || name.startsWith("sec-ch-")
                || name.startsWith("access-control-request-")
                || (field.getHeader() == HttpHeader.USER_AGENT
                        && String.valueOf(field.getValue())
                                .toLowerCase(Locale.ROOT)
                                .startsWith(BROWSERS_NAME));
    }
}
