// SPDX-License-Identifier: Apache-2.0
#include "backend/replay/script.h"

#include "backend/jinja.h"
#include "backend/layout.h"

namespace t2d::backend {

void Script::line(const std::string& text) { text_ += indented(text, indent_) + "\n"; }

void Script::run(const std::vector<std::string>& statements) {
    open("call statement()");
    line(join(statements, ";\n"));
    close("endcall");
}

void Script::jinja(const std::string& code) { line(jinja::statement(code)); }

void Script::open(const std::string& code) {
    jinja(code);
    indent_ += kStep;
}

void Script::middle(const std::string& code) {
    indent_ -= kStep;
    open(code);
}

void Script::close(const std::string& code) {
    indent_ -= kStep;
    jinja(code);
}

void Script::set_block(const std::string& name, const std::string& text) {
    line(jinja::statement("set " + name) + text + jinja::statement("endset"));
}

} // namespace t2d::backend
