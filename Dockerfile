# docker build -t chat . && docker run -p 127.0.0.1:5000:5000 -v chat:/data chat      (docs/deploy.md has more)
# There is no VOLUME line, because Railway refuses one. Without a volume on /data the chat warns at start that its data
# will be lost.

# Tags, not digests, so that each build gets the fixes of Java and the system. docs/deploy.md says how to pin them.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
# The dependencies have a layer of their own, so that a change of the sources does not download them again.
COPY .mvn .mvn
COPY pom.xml ./
RUN mvn -B -q -Dmaven.test.skip dependency:go-offline
COPY src/build src/build
COPY src/main src/main
COPY templates templates
COPY static static
RUN mvn -B -q -Dmaven.test.skip package
# The libraries of SQLite and JNA go beside the jar; deploy/chat.sh says why.
RUN mkdir out data \
    && cp target/chat.jar target/bom.json out/ \
    && cd out \
    && jar --extract --file chat.jar "org/sqlite/native/Linux/$(uname -m)/libsqlitejdbc.so" \
    && mv "org/sqlite/native/Linux/$(uname -m)/libsqlitejdbc.so" . \
    && jna="com/sun/jna/linux-$(uname -m | tr _ -)/libjnidispatch.so" \
    && jar --extract --file chat.jar "$jna" \
    && mv "$jna" . \
    && rm -r org com

FROM eclipse-temurin:25-jre
# Set RUN_AS=0:0 on a platform whose disk belongs to root. Platforms pass their variables as build arguments.
ARG RUN_AS=1000:1000
WORKDIR /app
COPY --from=build /src/out ./
COPY deploy/chat.sh /usr/local/bin/chat
COPY --from=build --chown=${RUN_AS} /src/data /data
# With CHAT_IMAGE the chat checks at start that /data is a volume.
ENV CHAT_IMAGE=1 \
    PORT=5000 \
    DATABASE_URL=/data/messaging.db \
    MALLOC_ARENA_MAX=2
EXPOSE 5000
USER ${RUN_AS}
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/$PORT && printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]
# The script replaces itself with Java, so Java gets the SIGTERM. Arguments after the image's name go to the chat.
ENTRYPOINT ["chat"]
