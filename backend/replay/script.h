// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace t2d::backend {

/// The body of a Jinja macro that runs SQL: text with stand-ins for Jinja's delimiters (backend/jinja.h).
class Script {
public:
    explicit Script(int indent) : indent_(indent) {}

    /// Runs SQL statements in one round trip.
    void run(const std::vector<std::string>& statements);
    /// `{% code %}` on a line of its own; `open` and `close` also move the indentation.
    void jinja(const std::string& code);
    void open(const std::string& code);
    void middle(const std::string& code);
    void close(const std::string& code);
    /// `{% set name %}text{% endset %}`.
    void set_block(const std::string& name, const std::string& text);

    [[nodiscard]] const std::string& text() const { return text_; }

private:
    void line(const std::string& text);

    int indent_;
    std::string text_;
};

} // namespace t2d::backend
