package chat.web;

import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.util.List;
import java.util.Map;

/**
 * What templates call to name a static file: {@code asset("js/chat.js")} is its path, {@code imports("js/chat.js")} the
 * paths of the files that it imports at once.
 */
final class AssetFunctions extends AbstractExtension {
    private final Assets assets;

    AssetFunctions(Assets assets) {
        this.assets = assets;
    }

    @Override
    public Map<String, Function> getFunctions() {
        return Map.of("asset", function(assets::path), "imports", function(assets::imports));
    }

    private static Function function(java.util.function.Function<String, Object> result) {
        return new Function() {
            @Override
            public List<String> getArgumentNames() {
                return List.of("name");
            }

            @Override
            public Object execute(
                    Map<String, Object> arguments, PebbleTemplate self, EvaluationContext context, int line) {
                return result.apply((String) arguments.get("name"));
            }
        };
    }
}
