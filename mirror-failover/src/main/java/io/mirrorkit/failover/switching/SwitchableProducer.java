package io.mirrorkit.failover.switching;
final class SwitchableProducer {}
